import { expect, test } from "vitest";
import { find, start } from "./testing";
import UploadController from "./upload_controller";

const html = `<div data-controller="upload" data-upload-max-value="1048576" data-upload-types-value="image/png,application/pdf">
  <input type="file" id="files" name="files" multiple data-upload-target="input" data-action="change->upload#check">
  <p data-upload-target="error" hidden></p><ul data-upload-target="list"></ul></div>`;

async function choose(...files: File[]): Promise<void> {
  await start("upload", UploadController, html);
  const input = find<HTMLInputElement>("input[type=file]");
  Object.defineProperty(input, "files", { value: files });
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

test("every picture asks for a description, other files do not (S12)", async () => {
  await choose(
    new File(["x"], "road.png", { type: "image/png" }),
    new File(["x"], "plan.pdf", { type: "application/pdf" }),
  );
  const fields = [...document.querySelectorAll<HTMLInputElement>("input[name=alt]")];
  expect(fields).toHaveLength(1);
  expect(fields[0]?.required).toBe(true);
  expect(find(`label[for=${fields[0]?.id}]`).textContent).toContain("road.png");
  expect(find("ul").textContent).toContain("plan.pdf");
  expect(find("p").hidden).toBe(true);
});

test("a file too large or of another kind is named before it travels", async () => {
  await choose(
    new File([new Uint8Array(1048577)], "big.png", { type: "image/png" }),
    new File(["x"], "run.exe", { type: "application/x-msdownload" }),
  );
  expect(find("p").hidden).toBe(false);
  expect(find("p").textContent).toBe(
    "big.png: must be smaller than 1 MB. run.exe: this kind of file cannot be taken.",
  );
  expect(find<HTMLInputElement>("input[type=file]").validity.customError).toBe(true);
});
