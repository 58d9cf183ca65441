import { expect, test } from "vitest";
import SelectAllController from "./select_all_controller";
import { find, start } from "./testing";

test("one box ticks all, and shows when only some are ticked", async () => {
  await start(
    "select-all",
    SelectAllController,
    `<form data-controller="select-all"><input id="all" type="checkbox" data-select-all-target="all" data-action="select-all#all">
     <input id="a" type="checkbox" data-select-all-target="item" data-action="select-all#count">
     <input id="b" type="checkbox" data-select-all-target="item" data-action="select-all#count">
     <span data-select-all-target="output"></span></form>`,
  );
  find("#all").click();
  expect(find<HTMLInputElement>("#a").checked && find<HTMLInputElement>("#b").checked).toBe(true);
  expect(find("span").textContent).toBe("2 chosen");
  find("#b").click();
  expect(find<HTMLInputElement>("#all").indeterminate).toBe(true);
  expect(find("span").textContent).toBe("1 chosen");
});
