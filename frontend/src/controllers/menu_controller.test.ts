import { expect, test } from "vitest";
import MenuController from "./menu_controller";
import { find, start } from "./testing";

const html =
  '<details open data-controller="menu"><summary tabindex="0">Menu</summary><a href="#a">A</a></details><button>Elsewhere</button>';

test("Escape closes the menu and gives the focus back", async () => {
  await start("menu", MenuController, html);
  document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  expect(find<HTMLDetailsElement>("details").open).toBe(false);
  expect(document.activeElement).toBe(find("summary"));
});

test("a click inside leaves it open, a click elsewhere closes it", async () => {
  await start("menu", MenuController, html);
  find("a").click();
  expect(find<HTMLDetailsElement>("details").open).toBe(true);
  find("button").click();
  expect(find<HTMLDetailsElement>("details").open).toBe(false);
});
