import { mkdtemp, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const memory = "/dev/shm";
const enough = 2 ** 30;

/**
 * A new folder for what a server keeps: in memory where the system has room there. A commit waits for its disk, which others keep
 * busy for a second and more while tests run, and what a slow disk does is tried where it is meant.
 */
export async function dataFolder(prefix: string): Promise<string> {
  const { bavail, bsize } = await statfs(memory).catch(() => ({ bavail: 0, bsize: 0 }));
  return mkdtemp(join(bavail * bsize >= enough ? memory : tmpdir(), prefix));
}
