import { shallowRef } from "vue";

export const dialog = shallowRef<HTMLDialogElement>();

/** Opens the dialog, and tells once it closes whether the password was proven. */
export async function askForPassword(): Promise<boolean> {
  const opened = dialog.value;
  if (!opened) return false;
  opened.returnValue = "";
  opened.showModal();
  await new Promise((closed) => opened.addEventListener("close", closed, { once: true }));
  return opened.returnValue === "proven";
}
