import { beforeEach, expect, test } from "vitest";
import { find, start } from "./testing";
import ThemeController from "./theme_controller";

const html = `<div data-controller="theme">
  <button id="system" data-action="theme#choose" data-theme-target="choice" data-theme-value="system"></button>
  <button id="dark" data-action="theme#choose" data-theme-target="choice" data-theme-value="dark"></button>
  <button id="more" data-action="theme#contrast" data-theme-target="contrast"></button></div>`;

beforeEach(() => {
  localStorage.clear();
  delete document.documentElement.dataset.theme;
  delete document.documentElement.dataset.contrast;
});

test("a choice is kept on the device, and can be given up", async () => {
  await start("theme", ThemeController, html);
  find("#dark").click();
  expect(document.documentElement.dataset.theme).toBe("dark");
  expect(localStorage.getItem("theme")).toBe("dark");
  expect(find("#dark").getAttribute("aria-pressed")).toBe("true");
  find("#system").click();
  expect(document.documentElement.dataset.theme).toBeUndefined();
  expect(localStorage.getItem("theme")).toBeNull();
});

test("contrast is switched on and off", async () => {
  await start("theme", ThemeController, html);
  find("#more").click();
  expect(document.documentElement.dataset.contrast).toBe("more");
  find("#more").click();
  expect(document.documentElement.dataset.contrast).toBe("normal");
  expect(find("#more").getAttribute("aria-pressed")).toBe("false");
});
