import { useLatchkey } from "@latchkey/client/react";
import { useActionState } from "react";

export function LoginForm() {
  const latchkey = useLatchkey();
  const [problem, logIn] = useActionState(async (_before: string, form: FormData) => {
    const username = String(form.get("username"));
    const password = String(form.get("password"));
    return latchkey.login({ username, password, remember: form.has("remember") }).then(
      () => "",
      (error) => error.message, // a LatchkeyError; its code tells what to do
    );
  }, "");
  return (
    <form action={logIn}>
      <h1>Log in</h1>
      <label>
        Username <input name="username" autoComplete="username" required />
      </label>
      <label>
        Password <input name="password" type="password" autoComplete="current-password" required />
      </label>
      <label>
        <input name="remember" type="checkbox" /> Keep me logged in
      </label>
      <button type="submit">Log in</button>
      <p role="alert">{problem}</p>
    </form>
  );
}
