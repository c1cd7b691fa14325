// Puts something that floats beside what opened it, inside the window.
const GAP = 6;
const EDGE = 8;

export function placeBeside(floating, opener) {
  const from = opener.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = floating;
  const below = from.bottom + GAP;
  const fitsBelow = below + height <= innerHeight - EDGE;
  const top = fitsBelow ? below : Math.max(EDGE, from.top - GAP - height);
  const alignRight = from.left + width > innerWidth - EDGE;
  const left = alignRight ? Math.max(EDGE, from.right - width) : from.left;
  floating.style.top = `${top}px`;
  floating.style.left = `${left}px`;
}
