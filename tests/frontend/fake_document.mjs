// As much of a document as the panels need to be built without a browser.

class FakeElement {
  constructor(tagName) {
    if (!tagName) throw new SyntaxError("an element without a tag"); // as in a browser
    Object.assign(this, { tagName: tagName.toUpperCase(), className: "", textContent: "", children: [] });
    Object.assign(this, { attributes: {}, listeners: {}, style: {} });
  }

  append(...children) {
    this.children.push(...children);
    for (const child of children) if (child instanceof FakeElement) child.parent = this;
  }

  after(...others) {
    this.parent?.children.splice(this.parent.children.indexOf(this) + 1, 0, ...others);
  }

  replaceWith(other) {
    if (!this.parent) return;
    this.parent.children.splice(this.parent.children.indexOf(this), 1, other);
    [other.parent, this.parent] = [this.parent, null];
  }

  cloneNode() {
    return this;
  }

  replaceChildren(...children) {
    this.children = children;
  }

  remove() {}

  setAttribute(name, value) {
    this.attributes[name] = value;
  }

  addEventListener(event, listener) {
    this.listeners[event] = listener;
  }

  all(tagName) {
    const inside = this.children.flatMap((child) => child.all?.(tagName) ?? []);
    return this.tagName === tagName.toUpperCase() ? [this, ...inside] : inside;
  }

  querySelectorAll(tagName) {
    return this.all(tagName);
  }

  querySelector(selector) {
    const attribute = selector.match(/^\[(.+)\]$/)?.[1];
    return this.children.flatMap((child) => child.all?.("button") ?? []).find((node) => attribute in node.attributes) ?? null;
  }

  showModal() {
    this.open = true;
  }

  close() {
    this.open = false;
  }

  focus() {
    fakeDocument.activeElement = this;
  }

  get text() {
    return this.textContent + this.children.map((child) => child.text ?? child).join("");
  }
}

export const fakeDocument = { createElement: (tagName) => new FakeElement(tagName), activeElement: null };
globalThis.document = fakeDocument;
