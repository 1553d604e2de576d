export {
  type ClientCode,
  type CookieLossCause,
  clientCodes,
  cookieLossCauses,
  type ErrorCode,
  errorCodes,
  type Reason,
  reasons,
} from "./codes.js";
export type { CookieLoss } from "./cookieLoss.js";
export { LatchkeyError } from "./error.js";
export { type Credentials, createLatchkey, type Latchkey } from "./latchkey.js";
export { localPath } from "./localPath.js";
export type { Channel, LatchkeyOptions, PageDocument, PageWindow } from "./options.js";
export type {
  LoggedIn,
  LoggedOut,
  LoggedOutBy,
  Session,
  State,
  Unavailable,
  Unknown,
  User,
} from "./state.js";
