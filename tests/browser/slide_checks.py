"""JavaScript that checks a slide as the audience sees it: it shows something, all of it, in type that can be read."""

# The parts of the slide that lie outside the screen or would have to be scrolled.
UNSEEN = """() => {
  const bottom = document.querySelector('.nnlab-bar').getBoundingClientRect().top, found = [];
  for (const node of document.querySelectorAll('.nnlab-content *')) {
    if (!node.checkVisibility({visibilityProperty: true}) || node.parentElement.closest('svg, mjx-container, .cm-editor')) continue;
    const box = node.getBoundingClientRect(), style = getComputedStyle(node);
    if (box.width * box.height === 0 || style.clip !== 'auto') continue;
    const name = `${node.tagName}.${node.className}: ${node.innerText?.slice(0, 40)}`;
    if (box.bottom > bottom + 1 || box.right > innerWidth + 1 || box.top < -1 || box.left < -1) found.push(`outside: ${name}`);
    const scrolls = (value, inner, outer) => /auto|scroll/.test(value) && inner > outer + 2;
    if (scrolls(style.overflowY, node.scrollHeight, node.clientHeight) || scrolls(style.overflowX, node.scrollWidth, node.clientWidth))
      found.push(`scrolls: ${name}`);
  }
  const page = document.scrollingElement;
  if (page.scrollHeight > innerHeight || page.scrollWidth > innerWidth) found.push('the page scrolls');
  return found;
}"""
# How many parts of the slide show a text or a picture.
SHOWN = """() => [...document.querySelectorAll('.nnlab-content *')].filter(node => node.checkVisibility()
  && (node.matches('canvas, img') || [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()))).length"""
# The smallest type on the slide, in pixels.
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.nnlab-content :is(p, li, td, h1, h2, h3)')]
  .filter(node => node.checkVisibility())
  .map(node => parseFloat(getComputedStyle(node).fontSize) * node.currentCSSZoom), 99)"""

# Sentences that lie over a picture.
OVER_PICTURES = """() => [...document.querySelectorAll('.nnlab-content figcaption')].filter(caption => {
  const box = caption.getBoundingClientRect();
  return [...document.querySelectorAll('.nnlab-content :is(canvas, img)')].filter(node => node.checkVisibility()).some(node => {
    const other = node.getBoundingClientRect();
    return box.top < other.bottom - 1 && other.top < box.bottom - 1 && box.left < other.right - 1 && other.left < box.right - 1;
  });
}).map(caption => caption.innerText)"""
# The smallest label of an explorer's controls and the smallest sentence below a picture on the slide, in pixels.
SMALLEST_LABEL = """() => Math.min(...[...document.querySelectorAll('.nnlab-content :is(.widget-label, .nnlab-preset, figcaption)')]
  .filter(node => node.checkVisibility() && !node.closest('.nnlab-companion'))
  .map(node => parseFloat(getComputedStyle(node).fontSize) * node.currentCSSZoom), 99)"""
