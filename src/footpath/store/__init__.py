"""Where a project is kept: event stores, the catalog, the cache of the index, the lock, the folder."""
