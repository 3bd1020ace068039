// Which state is shown when a control moves: only the opening, the presets, and from each of them one moved control have a picture.
//
// `data` is what export_frames.py wrote: bases (the opening first), each with its frame and, for each control, the frames by the place of the
// control's value in its list. A frame is [picture, status, places of all controls].

export const PLACES = 2;

const placesOf = (base) => base.frame[PLACES];
const travelOf = (base, control) => Object.keys(base.travels[control]).map(Number);
const nearest = (places, place) => places.reduce((best, other) => (Math.abs(other - place) < Math.abs(best - place) ? other : best));
const differences = (places, others) => places.flatMap((place, control) => (place === others[control] ? [] : [control]));

// The frame of a base with all controls at these places, or undefined.
function exactFrame(base, places) {
  const moved = differences(places, placesOf(base));
  if (moved.length === 0) return base.frame;
  return moved.length === 1 ? base.travels[moved[0]][places[moved[0]]] : undefined;
}

// The base from which a control moves: the present one, or where that has no pictures for it, the one that is most like the present state.
function movingBase(data, { base, frame }, control) {
  const isAble = (other) => travelOf(data.bases[other], control).length > 1;
  if (isAble(base)) return base;
  const distance = (other) => differences(frame[PLACES], placesOf(data.bases[other])).length;
  return [...data.bases.keys()].filter(isAble).toSorted((a, b) => distance(a) - distance(b))[0] ?? base;
}

// The state at the opening (0) or at a preset: its base, its frame, and whether other controls went back on the way to it.
export const baseState = (data, base) => ({ base, frame: data.bases[base].frame, returned: false });

// The number of the preset that is shown, or -1.
export function shownPreset(data, { frame }) {
  const isShown = (base) => base.frame[0] === frame[0] && differences(placesOf(base), frame[PLACES]).length === 0;
  return data.bases.findIndex((base, i) => i > 0 && isShown(base));
}

// The places to which a control can be moved now, the present one among them.
export function reachablePlaces(data, state, control) {
  const places = travelOf(data.bases[movingBase(data, state, control)], control);
  return [...new Set([...places, state.frame[PLACES][control]])].toSorted((a, b) => a - b);
}

// The state after moving a control to a place: that very combination where it has a picture, else the nearest one that has.
export function moveControl(data, state, control, place) {
  const wanted = state.frame[PLACES].with(control, place);
  for (const base of [state.base, ...data.bases.keys()]) {
    const frame = exactFrame(data.bases[base], wanted);
    if (frame) return { base, frame, returned: false };
  }
  const base = movingBase(data, state, control);
  const frame = data.bases[base].travels[control][nearest(travelOf(data.bases[base], control), place)];
  const returned = differences(wanted, frame[PLACES]).some((other) => other !== control);
  return { base, frame, returned };
}
