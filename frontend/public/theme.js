/* Runs before the first paint, so that a chosen theme does not flash. */
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("theme");
    const contrast = localStorage.getItem("contrast");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    if (contrast === "more" || contrast === "normal") root.dataset.contrast = contrast;
  } catch {
    // Storage may be forbidden; the device's own setting then decides.
  }
})();
