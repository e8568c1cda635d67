package org.mingjie.launch;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.mingjie.problem.Echo;
import org.mingjie.problem.Problems;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Addresses that take no parameters: whoever gives one expects what he will not get. */
@Component
class NoParameters implements HandlerInterceptor, WebMvcConfigurer {

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/api/openapi.json", "/api/site", "/api/places/*", "/tiles/relief/**");
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
    Set<String> given = request.getParameterMap().keySet();
    if (given.isEmpty()) {
      return true;
    }
    String first = Echo.brief(given.iterator().next());
    ProblemDetail problem = Problems.of(HttpStatus.BAD_REQUEST.value(), "参数不对", "没有参数 %s，这个地址不用参数；把问号和它后面的都去掉".formatted(first));
    problem.setProperty("parameter", first);
    throw new ErrorResponseException(HttpStatus.BAD_REQUEST, problem, null);
  }
}
