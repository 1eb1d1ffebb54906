// Small helps for the pages. Text from outside enters as text, never as markup.

export const byId = (id) => document.getElementById(id);

// An element with attributes, listeners (`on…`) and children; what is null or false among the children is left out.
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
}

// Gives bytes or text to the person as a file. The address of the blob stays inside of the page.
export function save(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type: type || "application/octet-stream" }));
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}

// Files by a button, by dropping, and by pasting pictures: `take` gets an array of files.
export function takesFiles(zone, input, take) {
  input.addEventListener("change", () => {
    const files = [...input.files];
    input.value = "";
    if (files.length > 0) take(files);
  });
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer.files.length > 0) take([...event.dataTransfer.files]);
  });
}

// Tabs as the authoring practices of WAI-ARIA describe them: arrows move, and one tab is in the order of Tab.
export function tabs(list, opened) {
  const all = [...list.querySelectorAll("[role=tab]")];
  const open = (tab, focus) => {
    for (const one of all) {
      const chosen = one === tab;
      one.setAttribute("aria-selected", String(chosen));
      one.tabIndex = chosen ? 0 : -1;
      byId(one.getAttribute("aria-controls")).hidden = !chosen;
    }
    if (focus) tab.focus();
    opened(tab.id);
  };
  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) open(tab, false);
  });
  list.addEventListener("keydown", (event) => {
    const place = all.indexOf(document.activeElement);
    const to = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: all.length - 1 }[event.key];
    if (place < 0 || to === undefined) return;
    event.preventDefault();
    open(all[(to + all.length) % all.length], true);
  });
  return (id) => open(byId(id), false);
}

export const now = () => Math.floor(Date.now() / 1000);
export const random = (length) => crypto.getRandomValues(new Uint8Array(length));
export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
export const unhex = (text) => Uint8Array.from(text.match(/../g) || [], (pair) => parseInt(pair, 16));
export const read = async (file) => new Uint8Array(await file.arrayBuffer());
