/** The launcher's name, and that of the folder which the archive unpacks to. */
export const launcherName = 'heldout-worker';

/** Of POSIX's shell alone: a machine may have no more. */
export const launcherText = `#!/bin/sh
# Starts the worker beside this file with the Node beside it, whatever the machine has.
case "$0" in
  */*) here="\${0%/*}" ;;
  *) here=. ;;
esac
if ! [ -x "$here/bin/node" ]; then
  echo "heldout-worker: $here/bin/node is not there: start it from the folder that the archive was unpacked to, not by a link or a copy of this file alone" >&2
  exit 2
fi
here="$(cd "$here" && pwd -P)"
exec "$here/bin/node" "$here/lib/worker.mjs" "$@"
`;
