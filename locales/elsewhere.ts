import en from './en/elsewhere.json' with { type: 'json' };
import nl from './nl/elsewhere.json' with { type: 'json' };
import zhCn from './zh-CN/elsewhere.json' with { type: 'json' };
import zhTw from './zh-TW/elsewhere.json' with { type: 'json' };

/** The words of each language for what is done elsewhere. A message may be in any of them, whatever the client speaks. */
export const elsewhere = [en, nl, zhCn, zhTw];
