"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const frame = document.getElementById("frame");
  const panel = document.getElementById("panel");
  const title = document.getElementById("panel-title");
  const body = document.getElementById("panel-body");
  const root = document.documentElement;
  let opener = null;

  const make = (name, text, className) => {
    const node = document.createElement(name);
    if (text !== undefined) node.textContent = text;
    if (className) node.className = className;
    return node;
  };

  const facts = (pairs) => {
    const list = make("dl");
    for (const [name, value] of pairs) list.append(make("dt", name), make("dd", value));
    return list;
  };

  const table = ({ title, head, rows }) => {
    const node = make("table");
    const top = node.createTHead().insertRow();
    for (const name of head) {
      const cell = make("th", name);
      cell.scope = "col";
      top.append(cell);
    }
    const rest = node.createTBody();
    for (const { panel, cells } of rows) {
      const row = rest.insertRow();
      cells.forEach((text, at) => {
        const cell = row.insertCell();
        if (at === (cells.length > 1 && head[0] === "#" ? 1 : 0) && panel && data.panels[panel]) {
          const link = make("button", text);
          link.type = "button";
          link.addEventListener("click", () => show(panel));
          cell.append(link);
        } else cell.textContent = text;
      });
    }
    return [make("h3", title), node];
  };

  const evidence = (found) => {
    const parts = [make("h3", "Evidence"), make("p", found.definition), facts(found.facts)];
    parts.push(make("h3", "Get it again"), make("pre", found.command), make("pre", found.python));
    if (found.persons.length) {
      parts.push(make("h3", "People, by pseudonym"));
      const list = make("div", undefined, "persons");
      for (const person of found.persons) list.append(make("span", person));
      parts.push(list);
    }
    if (found.more > 0) {
      const more = found.more.toLocaleString("en");
      parts.push(make("p", `${found.persons.length ? `${more} more` : `${more} people`}: ${found.command}`));
    }
    return parts;
  };

  const show = (key) => {
    if (data.panels[key]) fill(data.panels[key]);
  };

  const fill = (found) => {
    title.textContent = found.title;
    body.replaceChildren(facts(found.facts));
    for (const each of found.tables) body.append(...table(each));
    const behind = found.evidence === null ? undefined : data.evidence[found.evidence];
    if (behind) body.append(...evidence(behind));
    panel.hidden = false;
    panel.scrollTop = 0;
    document.getElementById("close").focus({ preventScroll: true });
  };

  const open = (mark) => {
    opener = mark.closest("[tabindex]") || mark;
    show(mark.dataset.panel);
  };

  const close = () => {
    if (panel.hidden) return;
    panel.hidden = true;
    if (opener) opener.focus({ preventScroll: true });
  };

  const cells = () => [...frame.querySelectorAll("[data-row]")];

  const prepare = () => {
    cells().forEach((cell, at) => cell.setAttribute("tabindex", at ? "-1" : "0"));
    for (const mark of frame.querySelectorAll("[data-panel]:not([data-row])")) mark.setAttribute("tabindex", "-1");
  };

  const enter = (cell) => {
    for (const each of cells()) each.setAttribute("tabindex", "-1");
    cell.setAttribute("tabindex", "0");
    cell.focus({ preventScroll: true });
    // The sticky labels and headers must not cover what has the focus.
    const box = cell.getBoundingClientRect();
    const view = frame.getBoundingClientRect();
    const labels = innerWidth > 700 ? 190 : 12;
    const head = frame.querySelector(".head").offsetHeight;
    if (box.left < view.left + labels) frame.scrollLeft -= view.left + labels - box.left;
    else if (box.right > view.right) frame.scrollLeft += Math.min(box.right - view.right + 12, box.left - view.left - labels);
    if (cell.dataset.row === "0") return;
    if (box.top < view.top + head) frame.scrollTop -= view.top + head - box.top;
    else if (box.bottom > view.bottom) frame.scrollTop += Math.min(box.bottom - view.bottom + 12, box.top - view.top - head);
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  };

  const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

  const move = (from, [down, right]) => {
    const here = [Number(from.dataset.row), Number(from.dataset.column)];
    const ahead = cells().map((cell) => [cell, Number(cell.dataset.row) - here[0], Number(cell.dataset.column) - here[1]])
      .filter(([, rows, columns]) => (down ? columns === 0 && rows * down > 0 : rows === 0 && columns * right > 0))
      .sort((a, b) => Math.abs(a[1]) + Math.abs(a[2]) - Math.abs(b[1]) - Math.abs(b[2]));
    if (ahead.length) enter(ahead[0][0]);
  };

  frame.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-panel]");
    if (mark) open(mark);
  });

  frame.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-row]");
    if (cell && STEPS[event.key]) {
      event.preventDefault();
      move(cell, STEPS[event.key]);
    } else if (event.key === "Enter" || event.key === " ") {
      const mark = event.target.closest("[data-panel]");
      if (!mark) return;
      event.preventDefault();
      open(mark);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  document.getElementById("close").addEventListener("click", close);

  for (const button of document.querySelectorAll("button[data-depth]")) {
    button.addEventListener("click", () => {
      const shown = document.querySelector("button[data-depth][aria-pressed=true]");
      if (shown === button) return;
      document.querySelector(`template[data-depth=${shown.dataset.depth}]`).content.replaceChildren(...frame.childNodes);
      frame.append(document.querySelector(`template[data-depth=${button.dataset.depth}]`).content);
      shown.setAttribute("aria-pressed", "false");
      button.setAttribute("aria-pressed", "true");
      prepare();
    });
  }

  document.getElementById("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });

  document.getElementById("as-table").addEventListener("click", (event) => {
    const section = document.getElementById("table");
    section.hidden = !section.hidden;
    frame.hidden = !section.hidden;
    event.currentTarget.setAttribute("aria-expanded", String(!section.hidden));
  });

  document.getElementById("table").addEventListener("click", (event) => {
    const link = event.target.closest("[data-evidence]");
    if (!link) return;
    opener = link;
    fill({ title: link.getAttribute("aria-label"), facts: [], tables: [], evidence: link.dataset.evidence });
  });

  const TYPES = { csv: "text/csv", svg: "image/svg+xml", json: "application/json" };
  for (const button of document.querySelectorAll("button[data-file]")) {
    button.addEventListener("click", () => {
      const kind = button.dataset.file;
      const mark = kind === "csv" ? "\ufeff" : "";
      const link = make("a");
      link.href = URL.createObjectURL(new Blob([mark + data.files[kind]], { type: `${TYPES[kind]};charset=utf-8` }));
      link.download = `${data.name}.${kind}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    });
  }

  prepare();
  // On a narrow screen the notes beside the lanes wait to the left; the first stage is what one sees.
  if (innerWidth <= 700) frame.scrollLeft = frame.querySelector(".corner").offsetWidth - 12;
})();
