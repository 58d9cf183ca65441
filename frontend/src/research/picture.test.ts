import { expect, test } from "vitest";
import { nameOf } from "./picture";

test("a picture is called as its drawing is", () => {
  expect(nameOf("/research/time/months.svg?q=a.b")).toBe("months.png");
});
