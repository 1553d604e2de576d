/** A listener without the call that a subscription begins with: for whoever has read the state already. */
export function followed<T>(listener: (value: T) => void): (value: T) => void {
  let isFirst = true;
  return (value) => {
    if (!isFirst) listener(value);
    isFirst = false;
  };
}
