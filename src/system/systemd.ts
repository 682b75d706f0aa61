/**
 * Tells the service manager, when it asked to be told (NOTIFY_SOCKET), about our state: counterpart of
 * oslo_service.systemd.notify. Resolves to whether it was told.
 */
export async function notify(message: string, env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  const path = env.NOTIFY_SOCKET;
  if (!path) return false;
  const { sendDatagram } = await import('./posix.js');
  await sendDatagram(path, message);
  return true;
}
