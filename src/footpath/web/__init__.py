"""The web app: a project in; pages for people who do not code, and the same documents as JSON, out."""
