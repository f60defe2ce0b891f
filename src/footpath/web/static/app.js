"use strict";

// A file can be dropped on the box; sending it shows how far it is.
for (const form of document.querySelectorAll("form.drop")) {
  const input = form.querySelector("input[type=file]");
  const progress = form.querySelector(".progress");
  const bar = progress.querySelector("progress");
  const words = progress.querySelector("span");

  const leave = () => form.classList.remove("over");
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("over");
  });
  form.addEventListener("dragleave", leave);
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    leave();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
  input.addEventListener("change", () => {
    if (input.files.length) form.requestSubmit();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.responseType = "document";
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.max = total;
      bar.value = loaded;
      words.textContent = `Sending ${input.files[0].name}: ${Math.round((100 * loaded) / total)} %`;
    });
    request.upload.addEventListener("load", () => {
      bar.removeAttribute("value");
      words.textContent = "Reading the events …";
    });
    request.addEventListener("load", () => {
      if (request.status < 400) {
        location.assign(request.responseURL);
      } else if (request.responseXML && request.responseXML.querySelector("main")) {
        document.title = request.responseXML.title;
        document.querySelector("main").replaceWith(request.responseXML.querySelector("main"));
        scrollTo(0, 0);
      } else words.textContent = `The server refused the file (${request.status}). Reload the page and try again.`;
    });
    request.addEventListener("error", () => {
      words.textContent = "The server can’t be reached, or the file is larger than it takes.";
    });
    progress.hidden = false;
    request.send(new FormData(form));
  });
}

// Choosing a segment or a day shows its map at once.
for (const form of document.querySelectorAll("form.lens")) {
  form.addEventListener("change", () => {
    const ends = form.querySelectorAll("input[type=date]");
    if ([...ends].every((each) => each.validity.valid)) form.requestSubmit();
  });
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      button.textContent = "Copied";
    } catch {
      // Only https and this machine may use the clipboard: select the text instead.
      getSelection().selectAllChildren(source);
      button.textContent = "Selected";
    }
    setTimeout(() => (button.textContent = "Copy"), 1600);
  });
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
});

// The map's panel names the evidence in its command; here that becomes a way to the people and rows.
for (const frame of document.querySelectorAll("iframe.frame")) {
  const link = (body) => {
    const command = [...body.querySelectorAll("pre")].map((each) => each.textContent.match(/--evidence (\S+)/)).find(Boolean);
    if (!command || body.querySelector("a.evidence")) return;
    const way = body.ownerDocument.createElement("a");
    way.className = "evidence";
    way.textContent = "Open the people and rows behind this";
    way.target = "_top";
    way.style.color = "var(--flow)";
    way.href = `/evidence/${encodeURIComponent(command[1])}${frame.dataset.query}`;
    const line = body.ownerDocument.createElement("p");
    line.append(way);
    body.prepend(line);
    if (!command[1].startsWith("moment-")) return;
    const query = new URLSearchParams(frame.dataset.query);
    const journey = encodeURIComponent(query.get("journey"));
    query.delete("journey");
    query.set("evidence", command[1]);
    const whole = way.cloneNode();
    whole.textContent = "Everything about this moment";
    whole.href = `/journeys/${journey}/moments?${query}`;
    const above = line.cloneNode();
    above.append(whole);
    body.prepend(above);
  };
  const watch = () => {
    const body = frame.contentDocument && frame.contentDocument.getElementById("panel-body");
    if (!body || body.dataset.watched) return;
    body.dataset.watched = "yes";
    new MutationObserver(() => link(body)).observe(body, { childList: true });
  };
  frame.addEventListener("load", watch);
  watch();
}

// Shows what a page has come to say, without a word that somebody is typing being lost.
const renew = async () => {
  const parts = document.querySelectorAll("[data-living]");
  if (!parts.length) return location.reload();
  const text = await (await fetch(location.href)).text();
  const fresh = new DOMParser().parseFromString(text, "text/html");
  for (const part of parts) part.replaceWith(fresh.getElementById(part.id));
  for (const frame of document.querySelectorAll("iframe.frame")) frame.contentWindow.location.reload();
};

// What is still being worked out: shows how far it is, and then the whole.
for (const notice of document.querySelectorAll("[data-working]")) {
  const bar = notice.querySelector("progress");
  const look = async () => {
    try {
      const { ended, done, total } = await (await fetch(notice.dataset.working)).json();
      if (ended) return await renew();
      bar.hidden = !total;
      if (total) {
        bar.max = total;
        bar.value = done;
      }
    } catch {
      // The server is away for a moment, or for good: the next look tells
    }
    setTimeout(look, 1000);
  };
  setTimeout(look, 1000);
}
