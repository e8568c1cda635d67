package org.mingjie.launch;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Set;
import org.mingjie.problem.QueryParameters;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Addresses that take no parameters: whoever gives one expects what he will not get. */
@Component
class NoParameters implements HandlerInterceptor, WebMvcConfigurer {

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this).addPathPatterns("/api/openapi.json", "/api/site", "/api/map-days", "/api/map-bases", "/api/places/*", "/api/reports", "/api/reports/*", "/tiles/relief/**");
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
    new QueryParameters(request, Set.of()).check();
    return true;
  }
}
