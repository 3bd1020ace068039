// The two things that every page of the lecture makes: elements, and texts with values in them.

// A new element with these properties, around the given nodes and texts.
export function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

// A text with `values` in place of their {names}.
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
