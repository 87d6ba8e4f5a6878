import { HttpContext, ZodPipe } from '@docmind/bootstrap';
import { type CacheFeedbackReply, cacheSemanticFeedback, type FeedbackBody, feedbackBodySchema } from '@docmind/contracts';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';

/** The cache's own door takes the same; here it is for those who only reach this one, such as the console. */
@Controller('feedback')
export class FeedbackController {
  constructor(private readonly client: MessageClient) {}

  @Post()
  @HttpCode(200)
  judge(@Body(new ZodPipe(feedbackBodySchema)) body: FeedbackBody, @HttpContext() context: RequestContext): Promise<CacheFeedbackReply> {
    return this.client.call(cacheSemanticFeedback, { ...body, tenant: context.tenant }, context);
  }
}
