export { type App, type AppOptions, createApp } from './app.js';
export { ConfigError, type Environment, readConfig } from './config/read-config.js';
export { type Config, settings } from './config/settings.js';
export { createHttpServer } from './http/http-server.js';
export { createLogger } from './logger.js';
export { type OpenStore, type OpenStoreOptions, openStore } from './open-store.js';
export { type RunningServer, type StartServerOptions, startServer } from './start-server.js';
