import { Server } from 'node:net';

/**
 * Loaded into the Playground before it starts. It has no option for the address it listens on and would take all of
 * them; whoever reaches it can speak as its person.
 */
type Listen = (this: Server, ...given: unknown[]) => Server;

// One signature instead of the ten overloads, which cannot be passed on as they came.
// eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with the server it belongs to
const listen = Server.prototype.listen as Listen;

function listenOnLoopback(this: Server, ...given: unknown[]): Server {
  const [port, ...rest] = given;
  if (typeof port !== 'number') return listen.apply(this, given);
  const onListening = rest.filter((value) => typeof value === 'function');
  return listen.call(this, { port, host: '127.0.0.1' }, ...onListening);
}

Object.defineProperty(Server.prototype, 'listen', { value: listenOnLoopback, writable: true, configurable: true });
