// A notebook that was only opened has nothing to save: JupyterLab itself notes the kernel's version of Python in it.

function withoutKernel(model) {
  const { metadata, ...rest } = model.toJSON();
  const { language_info: _info, ...others } = metadata;
  return JSON.stringify([rest, others]);
}

// From now until the reader changes something, `model` is not to be saved because of what JupyterLab notes about the kernel.
export function keepUnmodified(model) {
  const opened = withoutKernel(model);
  function onChanged(_, change) {
    if (change.name !== "dirty" || !change.newValue) return;
    if (withoutKernel(model) === opened) {
      Promise.resolve().then(() => { model.dirty = false; }); // after the change that is under way
    } else {
      model.stateChanged.disconnect(onChanged);
    }
  }
  model.stateChanged.connect(onChanged);
}
