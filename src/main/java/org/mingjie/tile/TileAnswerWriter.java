package org.mingjie.tile;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Writes tiles straight to the response: to choose a converter for bytes that are ready takes as long as to find them. */
@Component
class TileAnswerWriter implements HandlerMethodReturnValueHandler, WebMvcConfigurer {

  @Override
  public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
    handlers.add(this);
  }

  @Override
  public boolean supportsReturnType(MethodParameter type) {
    return type.getParameterType() == TileAnswer.class;
  }

  @Override
  public void handleReturnValue(@Nullable Object value, MethodParameter type, ModelAndViewContainer container, NativeWebRequest request)
      throws IOException {
    container.setRequestHandled(true);
    HttpServletResponse response = request.getNativeResponse(HttpServletResponse.class);
    HttpServletRequest asked = request.getNativeRequest(HttpServletRequest.class);
    if (value instanceof TileAnswer answer && asked != null && response != null) {
      answer.writeTo(asked, response);
    }
  }
}
