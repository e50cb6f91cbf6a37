// The keys of the desk. Every page works without this file; it makes what is done a hundred times a day one key.
"use strict";

const rows = () => [...document.querySelectorAll("[data-row]")];
let current = -1;

function choose(number) {
  const all = rows();
  if (!all.length) return;
  current = Math.max(0, Math.min(number, all.length - 1));
  all.forEach((row, at) => row.classList.toggle("current", at === current));
  const row = all[current];
  row.setAttribute("tabindex", "-1");
  row.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function press(element) {
  if (element instanceof HTMLInputElement && element.type === "checkbox") {
    element.checked = !element.checked;
  } else {
    element.click();
  }
}

const named = (attribute, key) => `[${attribute}="${CSS.escape(key)}"]`;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const field = event.target.closest("input:not([type=checkbox]), select, textarea");
  if (event.key === "Escape" && field) {
    field.blur();
    return;
  }
  if (field) return;
  const key = event.key;
  const row = rows()[current];
  let found = null;
  if (key === "/") {
    found = document.getElementById("find");
    event.preventDefault();
    found.focus();
    found.select();
    return;
  }
  if (key === "j" || key === "k") {
    event.preventDefault();
    choose(current + (key === "j" ? 1 : -1));
    return;
  }
  if (key.startsWith("Arrow") && !event.target.closest(".map, .map a")) return;
  const focus = document.querySelector(named("data-focus", key));
  if (focus) {
    event.preventDefault();
    focus.closest("details")?.setAttribute("open", "");
    focus.focus();
    return;
  }
  if (row) found = row.querySelector(named("data-row-key", key));
  if (!found && row && (key === "o" || (key === "Enter" && event.target === row))) found = row.querySelector("a[href]");
  if (!found) found = document.querySelector(named("data-key", key));
  if (!found && key === "?") found = document.querySelector(named("data-go", "?"));
  if (!found && event.shiftKey && key.length === 1) found = document.querySelector(named("data-go", key.toLowerCase()));
  if (found) {
    event.preventDefault();
    press(found);
  }
});

// After a decision the row that came up in its place is the current one.
const place = Number(sessionStorage.getItem("row:" + location.pathname));
if (new URLSearchParams(location.search).has("done") && rows().length) choose(place || 0);
document.addEventListener("submit", () => sessionStorage.setItem("row:" + location.pathname, String(Math.max(current, 0))));
document.addEventListener("focusin", (event) => {
  const at = rows().indexOf(event.target.closest("[data-row]"));
  if (at >= 0 && at !== current) {
    current = at;
    rows().forEach((row, number) => row.classList.toggle("current", number === current));
  }
});

// The slider of ledger time moves the list beside it, and shows when it is let go.
for (const slider of document.querySelectorAll("[data-slides]")) {
  const list = document.getElementById(slider.dataset.slides);
  slider.hidden = false;
  slider.max = String(list.options.length - 1);
  slider.value = String(list.options.length - 1 - list.selectedIndex);
  slider.addEventListener("input", () => { list.selectedIndex = list.options.length - 1 - Number(slider.value); });
  slider.addEventListener("change", () => list.form.requestSubmit());
}

// Files may be dropped on the form that reads them.
for (const form of document.querySelectorAll("[data-drop]")) {
  const input = form.querySelector("input[type=file]");
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    form.classList.remove("over");
    if (event.dataTransfer.files.length) {
      event.preventDefault();
      input.files = event.dataTransfer.files;
    }
  });
}

// What a link leads to within the page lies in a pane of its own: both sides stay in sight.
window.addEventListener("hashchange", mark);
function mark() {
  for (const old of document.querySelectorAll(".shown")) old.classList.remove("shown");
  const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  if (!target) return;
  let shown = target;
  while (shown && shown.tagName === "SPAN" && !shown.textContent) shown = shown.nextElementSibling;
  (shown ?? target).classList.add("shown");
  (shown ?? target).scrollIntoView({ block: "center" });
}
mark();
