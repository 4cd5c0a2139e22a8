package corpus;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/** A form must not have as many fields as its sender likes. */
public class NettyHttp29025 {
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
    }

    private static int fields(int count) {
        String form = String.join("&", Collections.nCopies(count, "name=value"));
        FullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.POST,
                "/form",
                Unpooled.copiedBuffer(form, StandardCharsets.US_ASCII));
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
