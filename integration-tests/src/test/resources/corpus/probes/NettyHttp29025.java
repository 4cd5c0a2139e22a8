package corpus;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicReference;

/** A form must not have as many fields as its sender likes. */
public class NettyHttp29025 {
    /** Made in the round before, so that some are made before the patch and used after it. */
    private static final AtomicReference<HttpPostRequestDecoder> NEXT = new AtomicReference<>(decoder());

    public static boolean vulnerable() {
        try {
            return fields(400) == 400;
        } catch (DecoderException refused) {
            return false;
        }
    }

    public static void ordinary() {
        if (fields(20) != 20) {
            throw new AssertionError("a small form is read wrongly");
        }
        HttpPostRequestDecoder earlier = NEXT.getAndSet(decoder());
        LastHttpContent content = new DefaultLastHttpContent(form(20));
        try {
            if (earlier.offer(content).getBodyHttpDatas("name").size() != 20) {
                throw new AssertionError("a form in two parts is read wrongly");
            }
        } finally {
            content.release();
            earlier.destroy();
        }
    }

    private static HttpPostRequestDecoder decoder() {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/form");
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_X_WWW_FORM_URLENCODED);
        return new HttpPostRequestDecoder(request);
    }

    private static ByteBuf form(int count) {
        String form = String.join("&", Collections.nCopies(count, "name=value"));
        return Unpooled.copiedBuffer(form, StandardCharsets.US_ASCII);
    }

    private static int fields(int count) {
        FullHttpRequest request =
                new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/form", form(count));
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_X_WWW_FORM_URLENCODED);
        try {
            HttpPostRequestDecoder decoder = new HttpPostRequestDecoder(request);
            try {
                return decoder.getBodyHttpDatas().size();
            } finally {
                decoder.destroy();
            }
        } finally {
            request.release();
        }
    }
}
