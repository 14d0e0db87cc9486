// The contract's one door; the only barrel of the project.
export * from './errors.ts';
export * from './events.ts';
export * from './frames.ts';
export * from './methods.ts';
export * from './wire.ts';
export * from './createHostClient.ts';
export * from './model/account.ts';
export * from './model/address.ts';
export * from './model/charset.ts';
export * from './model/connection.ts';
export * from './model/demo.ts';
export * from './model/folder.ts';
export * from './model/ids.ts';
export * from './model/message.ts';
export * from './model/outbox.ts';
export * from './model/settings.ts';
export * from './model/sync.ts';
