// A document in which pages and widgets can be built and used without a browser: a tree, selectors, and events that bubble. Nothing is drawn.
// Empty names are errors, as in a browser.

function named(name) {
  if (!/^[\w:.-]+$/.test(name)) throw new SyntaxError(`"${name}" is no name`);
  return name;
}

class Text {
  constructor(text) {
    Object.assign(this, { textContent: String(text), parentElement: null });
  }

  cloneNode() {
    return new Text(this.textContent);
  }
}

class ClassList {
  constructor(node) {
    this.node = node;
  }

  get names() {
    return new Set((this.node.getAttribute("class") ?? "").split(" ").filter(Boolean));
  }

  set names(names) {
    this.node.setAttribute("class", [...names].join(" "));
  }

  contains(name) {
    return this.names.has(name);
  }

  add(...names) {
    this.names = new Set([...this.names, ...names.map(named)]);
  }

  remove(...names) {
    this.names = this.names.difference(new Set(names.map(named)));
  }

  toggle(name, on = !this.contains(name)) {
    if (on) this.add(name);
    else this.remove(name);
    return on;
  }
}

const attributeOf = (name) => `data-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

class Style {
  setProperty(name, value) {
    this[name] = value;
  }

  removeProperty(name) {
    delete this[name];
  }
}

// Whether a node is what a part of a selector without spaces names: a tag, classes, an id and attributes.
function isNamed(node, part, scope) {
  if (part === ":scope") return node === scope;
  const [tag] = part.match(/^[\w-]+/) ?? [""];
  if (tag && node.tagName.toLowerCase() !== tag.toLowerCase()) return false;
  const attributes = [...part.matchAll(/\[([\w-]+)(?:="?([^\]"]*)"?)?\]/g)];
  const names = part.replaceAll(/\[[^\]]*\]/g, "");
  return (
    attributes.every(([, name, value]) => node.hasAttribute(name) && (value === undefined || node.getAttribute(name) === value)) &&
    [...names.matchAll(/\.([\w-]+)/g)].every(([, name]) => node.classList.contains(name)) &&
    [...names.matchAll(/#([\w-]+)/g)].every(([, id]) => node.getAttribute("id") === id)
  );
}

function fits(node, parts, scope) {
  const [last, combinator, ...rest] = parts;
  if (!node || !isNamed(node, last, scope)) return false;
  if (combinator === undefined) return true;
  if (combinator === ">") return fits(node.parentElement, rest, scope);
  if (combinator === "+") return fits(node.previousElementSibling, rest, scope);
  for (let above = node.parentElement; above; above = above.parentElement) if (fits(above, rest, scope)) return true;
  return false;
}

// "a b > c" as ["c", ">", "b", " ", "a"].
function partsOf(selector) {
  const parts = [];
  if (!selector.trim()) throw new SyntaxError("an empty selector");
  for (const word of selector.trim().split(/\s+/)) {
    if (parts.length > 0 && ![">", "+"].includes(word) && ![">", "+"].includes(parts.at(-1))) parts.push(" ");
    parts.push(word);
  }
  return parts.toReversed();
}

export class SmallElement {
  constructor(tag) {
    Object.assign(this, { tagName: named(tag).toUpperCase(), childNodes: [], parentElement: null, style: new Style(), values: new Map(),
      listeners: [] });
    this.classList = new ClassList(this);
    this.dataset = new Proxy(this, {
      get: (node, name) => node.getAttribute(attributeOf(name)) ?? undefined,
      set: (node, name, value) => (node.setAttribute(attributeOf(name), value), true),
      deleteProperty: (node, name) => node.values.delete(attributeOf(name)) || true,
    });
  }

  getAttribute(name) {
    return this.values.get(name) ?? null;
  }

  setAttribute(name, value) {
    this.values.set(named(name), String(value));
  }

  hasAttribute(name) { return this.values.has(name); }

  removeAttribute(name) { this.values.delete(name); }

  get hidden() { return this.hasAttribute("hidden"); }

  set hidden(isHidden) { this.toggleAttribute("hidden", isHidden); }

  toggleAttribute(name, on = !this.hasAttribute(name)) {
    if (on) this.values.set(name, "");
    else this.values.delete(name);
  }

  get children() {
    return this.childNodes.filter((node) => node instanceof SmallElement);
  }

  get childElementCount() { return this.children.length; }

  get firstChild() { return this.childNodes[0] ?? null; }

  get firstElementChild() { return this.children[0] ?? null; }

  get lastElementChild() { return this.children.at(-1) ?? null; }

  get previousElementSibling() { return this.parentElement?.children[this.parentElement.children.indexOf(this) - 1] ?? null; }

  get textContent() {
    return this.childNodes.map((node) => node.textContent).join("");
  }

  set textContent(text) {
    this.replaceChildren(...(String(text) === "" ? [] : [text]));
  }

  get isConnected() {
    return globalThis.document.documentElement.contains(this);
  }

  #insert(at, nodes) {
    const made = nodes.map((node) => (node instanceof SmallElement || node instanceof Text ? node : new Text(node)));
    for (const node of made) {
      SmallElement.prototype.remove.call(node);
      node.parentElement = this;
    }
    this.childNodes.splice(at, 0, ...made);
  }

  append(...nodes) {
    this.#insert(this.childNodes.length, nodes);
  }

  prepend(...nodes) {
    this.#insert(0, nodes);
  }

  replaceChildren(...nodes) {
    for (const node of this.childNodes) node.parentElement = null;
    this.childNodes = [];
    this.append(...nodes);
  }

  before(...nodes) {
    this.parentElement?.#insert(this.parentElement.childNodes.indexOf(this), nodes);
  }

  after(...nodes) {
    this.parentElement?.#insert(this.parentElement.childNodes.indexOf(this) + 1, nodes);
  }

  replaceWith(...nodes) {
    this.before(...nodes);
    this.remove();
  }

  remove() {
    if (this.parentElement) this.parentElement.childNodes = this.parentElement.childNodes.filter((node) => node !== this);
    this.parentElement = null;
  }

  cloneNode(isDeep = false) {
    const copy = new SmallElement(this.tagName);
    for (const [name, value] of this.values) copy.setAttribute(name, value);
    if (isDeep) copy.append(...this.childNodes.map((node) => node.cloneNode(true)));
    return copy;
  }

  contains(node) {
    for (let above = node; above; above = above.parentElement) if (above === this) return true;
    return false;
  }

  matches(selector, scope = null) {
    return selector.split(",").some((one) => fits(this, partsOf(one), scope));
  }

  closest(selector) {
    for (let above = this; above; above = above.parentElement) if (above.matches(selector)) return above;
    return null;
  }

  querySelectorAll(selector) {
    const inside = (node) => node.children.flatMap((child) => [child, ...inside(child)]);
    return inside(this).filter((node) => node.matches(selector, this));
  }

  querySelector(selector) {
    return this.querySelectorAll(selector)[0] ?? null;
  }

  addEventListener(type, listener) {
    this.listeners.push({ type, listener });
  }

  removeEventListener(type, listener) {
    this.listeners = this.listeners.filter((one) => one.type !== type || one.listener !== listener);
  }

  // An event with these details, here and at all elements above; returns it.
  send(type, details = {}) {
    const event = { type, target: this, defaultPrevented: false, isStopped: false, ...details };
    event.preventDefault = () => (event.defaultPrevented = true);
    event.stopPropagation = () => (event.isStopped = true);
    for (let node = this; node && !event.isStopped; node = node.parentElement) {
      node[`on${type}`]?.(event);
      for (const one of node.listeners.slice()) if (one.type === type) one.listener(event);
    }
    return event;
  }

  click() {
    if (!this.disabled) this.send("click");
  }

  focus(options = {}) {
    Object.assign(globalThis.document, { activeElement: this, isScrolledByFocus: !options.preventScroll });
  }

  blur() {
    if (globalThis.document.activeElement === this) globalThis.document.activeElement = globalThis.document.body;
  }

  setPointerCapture() {}
}

for (const [property, attribute] of [["className", "class"], ["id", "id"], ["role", "role"], ["ariaLabel", "aria-label"]]) {
  Object.defineProperty(SmallElement.prototype, property, {
    get() { return this.getAttribute(attribute) ?? ""; },
    set(value) { this.setAttribute(attribute, value); },
  });
}

// A tree from nested lists [tag, attributes, ...children].
export function tree([tag, attributes = {}, ...children]) {
  const node = new SmallElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.map((child) => (Array.isArray(child) ? tree(child) : child)));
  return node;
}

// A new document, which becomes the program's own; its body holds these parts.
export function openDocument(...parts) {
  const root = tree(["html", { lang: "en" }, ["head"], ["body", {}, ...parts]]);
  const [, body] = root.children;
  globalThis.document = {
    documentElement: root,
    body,
    activeElement: body,
    baseURI: "https://example.org/en/page.html",
    createElement: (tag) => new SmallElement(tag),
    createElementNS: (_, tag) => new SmallElement(tag),
    querySelector: (selector) => root.querySelector(selector),
    querySelectorAll: (selector) => root.querySelectorAll(selector),
    getElementById: (id) => root.querySelectorAll("[id]").find((node) => node.getAttribute("id") === id) ?? null,
    addEventListener() {},
    removeEventListener() {},
  };
  root.lang = "en";
  return globalThis.document;
}
