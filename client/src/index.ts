export type { Account, NewUser, OwnSession, Registration } from "./account.js";
export type { Credentials, Heard, Latchkey, PasswordChange, RequestOptions } from "./api.js";
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
export { createLatchkey } from "./createLatchkey.js";
export { type ErrorDetails, type FieldError, LatchkeyError, problem } from "./error.js";
export { localPath } from "./localPath.js";
export type { LatchkeyOptions } from "./options.js";
export {
  type CookieLoss,
  type LoggedIn,
  type LoggedOut,
  type LoggedOutBy,
  lastKnown,
  type Session,
  type State,
  type Unavailable,
  type Unknown,
  type User,
} from "./state.js";
