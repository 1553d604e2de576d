import { createLatchkey } from "@latchkey/client";
import { LatchkeyProvider, useSession } from "@latchkey/client/react";
import { createRoot } from "react-dom/client";
import { LoginForm } from "./LoginForm.tsx";
import { NoteList } from "./NoteList.tsx";
import { askForPassword, PasswordDialog } from "./PasswordDialog.tsx";

const latchkey = createLatchkey({ reauthenticate: askForPassword }); // once, outside of every component

function App() {
  const session = useSession();
  switch (session.status) {
    case "loggedIn":
      return <NoteList name={session.user.name} />;
    case "loggedOut":
      return <LoginForm />;
    case "unavailable":
      return <p>The server does not answer; nobody was logged out.</p>;
    case "unknown":
      return null; // not known yet
  }
}

createRoot(document.getElementById("app") as HTMLElement).render(
  <LatchkeyProvider latchkey={latchkey}>
    <App />
    <PasswordDialog />
  </LatchkeyProvider>,
);
