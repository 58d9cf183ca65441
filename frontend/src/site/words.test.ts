import { expect, test } from "vitest";
import { say } from "./words";

test.each([
  ["ko", "저장됨 10:21"],
  ["en", "Saved 10:21"],
  ["mn", "Saved 10:21"],
])("speaks the language of the page (S89): %s", (language, sentence) => {
  document.documentElement.lang = language;
  expect(say("saved", { time: "10:21" })).toBe(sentence);
});
