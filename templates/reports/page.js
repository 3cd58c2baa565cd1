"use strict";
(() => {
  const screens = [...document.querySelectorAll(".screen")];
  const start = document.getElementById("project");
  const keys = document.getElementById("keys");
  const place = document.getElementById("place");
  let at = -1;

  function show(number) {
    at = Math.max(0, Math.min(number, screens.length - 1));
    document.body.classList.add("projecting");
    screens.forEach((screen, one) => screen.classList.toggle("on", one === at));
    keys.hidden = false;
    place.textContent = `${at + 1} / ${screens.length}`;
    fit(screens[at]);
    window.scrollTo(0, 0);
    screens[at].tabIndex = -1;
    screens[at].focus({ preventScroll: true });
  }

  /* Much on one screen is set a little smaller, down to a size that still reads well. */
  function fit(screen) {
    for (const size of [1, 0.92, 0.84, 0.76, 0.68]) {
      screen.style.fontSize = `${size}em`;
      if (document.documentElement.scrollHeight <= window.innerHeight + 1) return;
    }
  }

  function leave() {
    if (at < 0) return;
    const last = screens[at];
    at = -1;
    document.body.classList.remove("projecting");
    screens.forEach((screen) => { screen.style.fontSize = ""; });
    keys.hidden = true;
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    last.scrollIntoView();
    start.focus({ preventScroll: true });
  }

  const moves = {
    ArrowRight: () => show(at + 1), ArrowDown: () => scrolled(1), PageDown: () => show(at + 1),
    " ": () => show(at + 1), ArrowLeft: () => show(at - 1), ArrowUp: () => scrolled(-1),
    PageUp: () => show(at - 1), Home: () => show(0), End: () => show(screens.length - 1),
    Escape: leave,
  };

  /* A screen that is taller than the wall is read to its end before the next one comes. */
  function scrolled(way) {
    const room = document.documentElement.scrollHeight - window.innerHeight;
    const ends = way > 0 ? window.scrollY >= room - 2 : window.scrollY <= 2;
    if (ends) show(at + way);
    else window.scrollBy(0, way * window.innerHeight * 0.6);
  }

  document.addEventListener("keydown", (event) => {
    const pressed = event.target instanceof HTMLButtonElement && event.key === " ";
    if (at < 0 || pressed || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moves[event.key];
    if (move) {
      event.preventDefault();
      move();
    }
  });
  window.addEventListener("resize", () => { if (at >= 0) fit(screens[at]); });
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement) leave();
  });
  start.hidden = false;
  start.addEventListener("click", () => {
    show(0);
    if (document.documentElement.requestFullscreen) {
      document.documentElement.requestFullscreen().catch(() => {});
    }
  });
  document.getElementById("back").addEventListener("click", () => show(at - 1));
  document.getElementById("next").addEventListener("click", () => show(at + 1));
  document.getElementById("leave").addEventListener("click", leave);
  if (location.hash === "#projector") show(0);
})();
