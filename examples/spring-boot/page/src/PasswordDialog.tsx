import { useLatchkey } from "@latchkey/client/react";
import { createRef, useActionState } from "react";

const dialog = createRef<HTMLDialogElement>();

/** Opens the dialog, and tells once it closes whether the password was proven. */
export async function askForPassword(): Promise<boolean> {
  const { current: opened } = dialog;
  if (!opened) return false;
  opened.returnValue = "";
  opened.showModal();
  await new Promise((closed) => opened.addEventListener("close", closed, { once: true }));
  return opened.returnValue === "proven";
}

/** Stands beside the whole app, since any part of it may need a proof. */
export function PasswordDialog() {
  const latchkey = useLatchkey();
  const [problem, prove] = useActionState(
    (_before: string, form: FormData) =>
      latchkey.reauthenticate(String(form.get("password"))).then(
        () => {
          dialog.current?.close("proven");
          return "";
        },
        (error) => error.message,
      ),
    "",
  );
  return (
    <dialog ref={dialog}>
      <form action={prove}>
        <label>
          Your password <input name="password" type="password" autoComplete="current-password" required />
        </label>
        <button type="submit">Go on</button>
        <button type="button" onClick={() => dialog.current?.close()}>
          Cancel
        </button>
        <p role="alert">{problem}</p>
      </form>
    </dialog>
  );
}
