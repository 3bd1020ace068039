// Whether a page was exported from a notebook: it carries the last state of the widgets, and has never had a kernel.

const SAVED_STATE = 'script[type="application/vnd.jupyter.widget-state+json"]';

export const isSavedPage = (document) => document.querySelector(SAVED_STATE) !== null;
