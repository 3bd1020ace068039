// Where a slide that is too long is broken into pages: the breaks of least total cost, found by dynamic programming.

const PAGE_COST = 1; // of each page, so that there are few
const OVERFLOW_COST = 3; // of a page that is too full, times how full it is
const EMPTINESS_COST = 0.2; // of an empty page; it grows with the square, so that pages become of like length
const SPLIT_PENALTY = 0.4; // of a page that begins within a list or a table
const ORPHAN_PENALTY = 5; // of a page that ends with a heading or a colon, which belongs to what follows

function fillCost(share) {
  return share > 1 ? OVERFLOW_COST * share : EMPTINESS_COST * (1 - share) ** 2;
}

// Break `blocks` into pages of `height`; returns the index of the block with which each page begins.
// A block: {top, bottom, headHeight, continuesList, keepWithNext}. A page that begins within a table repeats its head, `headHeight` tall.
export function pageStarts(blocks, height) {
  const costs = [0]; // costs[n]: the least cost of the first n blocks
  const lastStarts = [0]; // lastStarts[n]: where the last of their pages begins
  for (let end = 1; end <= blocks.length; end++) {
    costs[end] = Infinity;
    for (let start = 0; start < end; start++) {
      const share = (blocks[end - 1].bottom - blocks[start].top + blocks[start].headHeight) / height;
      const splitPenalty = start > 0 && blocks[start].continuesList ? SPLIT_PENALTY : 0;
      const orphanPenalty = start > 0 && blocks[start - 1].keepWithNext ? ORPHAN_PENALTY : 0;
      const cost = costs[start] + PAGE_COST + fillCost(share) + splitPenalty + orphanPenalty;
      if (cost < costs[end]) [costs[end], lastStarts[end]] = [cost, start];
    }
  }
  const starts = [];
  for (let end = blocks.length; end > 0; end = lastStarts[end]) starts.unshift(lastStarts[end]);
  return starts;
}
