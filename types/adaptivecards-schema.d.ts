/**
 * adaptivecards-templating's declarations point at a TypeScript source inside adaptivecards that does not compile under
 * our settings; `paths` in tsconfig.json leads here instead. Nothing of ours uses the type.
 */
export type IAdaptiveCard = object;
