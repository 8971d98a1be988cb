import { CloudAdapter } from 'botbuilder';
import type { Activity, TurnContext } from 'botbuilder';

/** Also hears what nobody posted to it: a message that goes on in another chat than the one it was written in. */
export class FarewellAdapter extends CloudAdapter {
  /** A turn like any other, for a message that is known to be its sender's. What fails ends at the error boundary. */
  hear(botId: string, message: Partial<Activity>, turn: (context: TurnContext) => Promise<void>): Promise<void> {
    return this.processProactive(this.createClaimsIdentity(botId), message, undefined, turn);
  }
}
