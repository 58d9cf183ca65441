import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

type Theme = Record<string, string>;
const sheet = readFileSync("src/styles/tokens.css", "utf8");

/** The colours of every rule with this selector, on its light (0) or dark (1) side; later rules win. */
function colours(selector: string, side: 0 | 1): Theme {
  const theme: Theme = {};
  for (const [, where, body] of sheet.matchAll(/(:root[^\s{]*) \{([^}]*)\}/g)) {
    if (where !== selector || !body) continue;
    for (const [, name, value] of body.matchAll(/--color-([\w-]+): ([^;]+);/g)) {
      const both = value?.match(/light-dark\((.+?), (.+?)\)$/);
      const colour = both ? both[side + 1] : value;
      if (name && colour?.startsWith("#")) theme[name] = colour;
    }
  }
  return theme;
}

function luminance(hex: string): number {
  const full = hex.length === 4 ? `#${[...hex.slice(1)].map((digit) => digit + digit).join("")}` : hex;
  const [red, green, blue] = [1, 3, 5]
    .map((at) => Number.parseInt(full.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function contrast(one: string, other: string): number {
  const [bright, dim] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright! + 0.05) / (dim! + 0.05);
}

const GROUNDS = ["surface", "surface-subtle", "surface-raised"];
const TEXTS = [
  "text-basic",
  "text-subtle",
  "text-meta",
  "primary",
  "information",
  "danger",
  "warning",
  "point",
  "link",
];
const HUES = ["primary", "information", "danger", "warning", "point"];
const themes: [string, Theme][] = [
  ["light", colours(":root", 0)],
  ["dark", colours(":root", 1)],
  ["light, more contrast", { ...colours(":root", 0), ...colours(':root[data-contrast="more"]', 0) }],
  ["dark, more contrast", { ...colours(":root", 1), ...colours(':root[data-contrast="more"]', 1) }],
];

test.each(themes)("words can be read: %s", (name, theme) => {
  const least = name.includes("more") ? 7 : 4.5;
  const weak: string[] = [];
  const check = (ink: string, ground: string, needed: number) => {
    const ratio = contrast(theme[ink]!, theme[ground]!);
    if (!(ratio >= needed)) weak.push(`${ink} on ${ground}: ${ratio.toFixed(2)}`);
  };
  for (const ground of GROUNDS) for (const ink of TEXTS) check(ink, ground, least);
  for (const hue of HUES) {
    check(hue, `${hue}-tint`, 4.5);
    check(`${hue}-on`, hue, 4.5);
    check("text-basic", `${hue}-tint`, 4.5);
    check("text-subtle", `${hue}-tint`, 4.5);
  }
  check("primary-on", "primary-hover", 4.5);
  check("danger-on", "danger-hover", 4.5);
  check("inverse-on", "inverse", 4.5);
  check("text-basic", "mark", 4.5);
  for (const ground of GROUNDS) {
    check("border-control", ground, 3);
    check("focus", ground, 3);
  }
  expect(weak).toEqual([]);
});

test("the system's wish and the person's choice give the same contrast colours", () => {
  expect(colours(':root:not([data-contrast="normal"])', 0)).toEqual(
    colours(':root[data-contrast="more"]', 0),
  );
  expect(colours(':root:not([data-contrast="normal"])', 1)).toEqual(
    colours(':root[data-contrast="more"]', 1),
  );
});
