import { Module } from '@nestjs/common';
import { AccountController } from './account.controller.js';
import { KeysController } from './keys.controller.js';

@Module({ controllers: [AccountController, KeysController] })
export class AccountModule {}
