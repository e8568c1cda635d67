package org.mingjie.launch;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/**
 * What every operation of {@code /api/openapi.json} may answer besides what its controller tells: refusals are problem
 * documents, whoever refuses. An address with a trailing slash is the same operation and is told once.
 */
@Component
@ConditionalOnWebApplication
class ApiAnswers implements OpenApiCustomizer {

  private static final String PROBLEM = "Problem";
  private static final String PROBLEM_TYPE = org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE;
  private static final String JSON_TYPE = org.springframework.http.MediaType.APPLICATION_JSON_VALUE;
  private static final Map<String, String> ANYWHERE = Map.of(
      "400", "请求读不懂，或参数不对；errors 逐个说明哪个参数、怎样改",
      "500", "服务器出错",
      "503", "暂时不能服务：正在启动、停止或太忙，或者查询超过时限");
  private static final Map<String, String> SIGNED_IN = Map.of(
      "401", "没有登录，或口令不对",
      "403", "这个账号没有权限",
      "429", "这个地址登录失败太多，口令没有核对");

  @Override
  public void customise(OpenAPI api) {
    api.getPaths().keySet().removeIf(path -> path.endsWith("/"));
    api.getComponents().addSchemas(PROBLEM, problem());
    api.getPaths().values().forEach(path -> path.readOperations().forEach(ApiAnswers::complete));
    api.getPaths().values().stream().flatMap(path -> path.readOperations().stream()).map(Operation::getRequestBody).filter(Objects::nonNull)
        .map(body -> body.getContent().get(JSON_TYPE)).filter(Objects::nonNull).forEach(body -> close(body.getSchema(), api.getComponents().getSchemas()));
  }

  private static void complete(Operation operation) {
    // of two addresses of one operation, springdoc numbers the second name
    operation.setOperationId(operation.getOperationId().replaceFirst("_[0-9]+$", ""));
    if (operation.getRequestBody() != null) {
      operation.getRequestBody().setRequired(true);
      operation.getRequestBody().getContent().values().forEach(content -> require(content.getSchema()));
    }
    Map<String, ApiResponse> all = new TreeMap<>(operation.getResponses());
    ANYWHERE.forEach((status, text) -> all.computeIfAbsent(status, absent -> new ApiResponse().description(text)));
    if (operation.getSecurity() != null) {
      SIGNED_IN.forEach((status, text) -> all.computeIfAbsent(status, absent -> new ApiResponse().description(text)));
    }
    if (all.values().stream().anyMatch(answer -> answer.getContent() != null && answer.getContent().containsKey(JSON_TYPE))) {
      all.put("406", new ApiResponse().description("没有 Accept 要的格式"));
    }
    all.forEach((status, answer) -> {
      if (status.compareTo("400") >= 0) {
        answer.setContent(new Content().addMediaType(PROBLEM_TYPE,
            new MediaType().schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM))));
      }
    });
    all.get("503").addHeaderObject("Retry-After", header("几秒以后再试", "integer"));
    if (all.containsKey("401")) {
      all.get("401").addHeaderObject("WWW-Authenticate", header("怎样登录", "string").required(true));
    }
    if (all.containsKey("429")) {
      all.get("429").addHeaderObject("Retry-After", header("几秒以后再试", "integer").required(true));
    }
    ApiResponses ordered = new ApiResponses();
    ordered.putAll(all);
    operation.setResponses(ordered);
  }

  /** Of a part of a form that must be there and may be there several times, there is one at least. */
  private static void require(Schema<?> form) {
    if (form.getRequired() != null) {
      form.getRequired().stream().map(form.getProperties()::get).filter(part -> part.getItems() != null).forEach(part -> part.setMinItems(1));
    }
  }

  /** A body has no other members than it tells, nor has what it holds. */
  private static void close(Schema<?> schema, Map<String, Schema> named) {
    Schema<?> of = schema.get$ref() == null ? schema : named.get(schema.get$ref().replaceFirst(".*/", ""));
    if (of.getProperties() != null) {
      of.setAdditionalProperties(false);
      of.getProperties().values().forEach(member -> close(member, named));
    }
    if (of.getItems() != null) {
      close(of.getItems(), named);
    }
  }

  private static Header header(String description, String type) {
    return new Header().description(description).schema(typed(type));
  }

  private static Schema<?> typed(String type) {
    return new JsonSchema().types(Set.of(type));
  }

  /** RFC 9457 leaves further members to whoever tells a problem. */
  private static Schema<?> problem() {
    Map<String, Schema> members = new LinkedHashMap<>();
    members.put("type", typed("string").format("uri-reference"));
    members.put("title", typed("string").description("哪里不对"));
    members.put("status", typed("integer").description("HTTP 状态码"));
    members.put("detail", typed("string").description("为什么不对、怎样改"));
    members.put("instance", typed("string").format("uri-reference"));
    Map<String, Schema> fault = new LinkedHashMap<>();
    fault.put("parameter", typed("string").description("参数、请求头或正文里一项的名称"));
    fault.put("detail", typed("string").description("哪里不对、怎样改"));
    members.put("errors", typed("array").description("哪几个参数、请求头或正文里的哪几项不对，逐个说明；整个请求读不懂的没有")
        .items(typed("object").properties(fault)));
    members.put("remedy", typed("string").description("文件被拒绝的，怎样改"));
    members.put("state", typed("string").description("导入现在的状态"));
    members.put("successor", typed("string").description("接替停用的地名的那个的代码"));
    Schema<?> problem = typed("object").description("出错答复（RFC 9457）").properties(members);
    problem.setRequired(List.of("title", "status", "detail"));
    return problem;
  }
}
