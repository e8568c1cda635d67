package org.mingjie.launch;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The head of {@code /api/openapi.json}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class ApiDescription {

  @Bean
  OpenAPI apiHead() {
    String version = ApiDescription.class.getPackage().getImplementationVersion();
    return new OpenAPI()
        .info(new Info().title("名界 Mingjie").version(version == null ? "0" : version)
            .description("地名与界线信息系统的接口。出错时答复 application/problem+json（RFC 9457）。地理要素见 /ogc，瓦片见 /tiles。")
            .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
        .components(new Components().addSecuritySchemes("login",
            new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("basic").description("/api/imports 要用系统管理员账号登录"))
            .addSecuritySchemes("key", new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer").description("程序的密钥，用 POST /api/keys 做"))
            .addSecuritySchemes("session", new SecurityScheme().type(SecurityScheme.Type.APIKEY).in(SecurityScheme.In.COOKIE).name("mingjie-session")
                .description("用 POST /api/session 登录；修改数据的请求在请求头 X-XSRF-TOKEN 里带上 Cookie XSRF-TOKEN 的值")));
  }
}
