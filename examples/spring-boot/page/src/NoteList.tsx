import { useLatchkey } from "@latchkey/client/react";
import { useEffect, useState } from "react";

/** For who is logged in. */
export function NoteList({ name }: { name: string }) {
  const latchkey = useLatchkey();
  const [notes, setNotes] = useState<string[]>([]);
  const [said, setSaid] = useState("");

  useEffect(() => {
    latchkey.json<string[]>("/api/notes").then(setNotes, (error) => setSaid(error.message));
  }, [latchkey]);

  async function deleteAll() {
    // The server wants a recent proof of the password: where it is too old, the client asks for it and goes on.
    const answer = await latchkey.fetch("/api/notes", { method: "DELETE" });
    setSaid(answer.ok ? "Deleted." : "Not deleted.");
    if (answer.ok) setNotes([]);
  }

  return (
    <>
      <h1>{name}</h1>
      <ul>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
      <button type="button" onClick={deleteAll}>
        Delete notes
      </button>
      <button type="button" onClick={() => void latchkey.logout()}>
        Log out
      </button>
      <p role="status">{said}</p>
    </>
  );
}
