// What a person would see only in part, found in the page itself.

/**
 * In the page: elements whose focus ring is cut off by the window or by a box around it, each scrolled into sight first, as the browser does
 * for somebody who goes by the Tab key.
 */
export const CUT_RINGS = `(() => {
  const RING_PX = 4;
  const cutBy = (element) => {
    element.focus();
    if (document.activeElement !== element) return undefined;
    element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    const style = getComputedStyle(element);
    if (style.outlineStyle === 'none') return undefined;
    const reach = parseFloat(style.outlineWidth) + parseFloat(style.outlineOffset);
    if (reach <= 0) return undefined;
    const box = element.getBoundingClientRect();
    const ring = { left: box.left - reach, right: box.right + reach, top: box.top - reach, bottom: box.bottom + reach };
    if (ring.left < -0.5 || ring.right > innerWidth + 0.5) return 'the window';
    for (let inside = element; inside.parentElement !== document.body; inside = inside.parentElement) {
      // Nothing around it clips what is fixed to the window, or stands above the page.
      if (getComputedStyle(inside).position === 'fixed') break;
      const around = inside.parentElement;
      const { overflowX, overflowY, contentVisibility } = getComputedStyle(around);
      const inner = around.getBoundingClientRect();
      const clips = contentVisibility === 'auto';
      const name = around.tagName.toLowerCase() + '.' + around.className;
      if ((clips || overflowX !== 'visible') && (ring.left < inner.left - 0.5 || ring.right > inner.right + 0.5)) return name;
      if ((clips || overflowY !== 'visible') && (ring.top < inner.top - 0.5 || ring.bottom > inner.bottom + 0.5)) return name + ' (' + [ring.top, inner.top, ring.bottom, inner.bottom].map(Math.round) + ')';
    }
    return undefined;
  };
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')];
  return all.filter((one) => one.offsetParent !== null).flatMap((one) => {
    const by = cutBy(one);
    return by === undefined ? [] : [(one.getAttribute('aria-label') || one.textContent || one.id || one.type).trim().slice(0, 50) + ' [' + one.className + '] by ' + by];
  });
})()`;
