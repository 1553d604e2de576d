export type { Account, NewUser, OwnSession, Registration } from "./account.js";
export type { Credentials, Latchkey, PasswordChange, RequestOptions } from "./api.js";
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
export { type ErrorDetails, type FieldError, LatchkeyError } from "./error.js";
export { createLatchkey } from "./latchkey.js";
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
