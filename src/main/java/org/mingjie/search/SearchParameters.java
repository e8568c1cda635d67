package org.mingjie.search;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.Explode;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.enums.ParameterStyle;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.mingjie.problem.QueryParameters;

/** What both addresses of the search take, as the API document tells it; {@link QueryParameters} reads the same. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(name = "q", in = ParameterIn.QUERY, required = true, example = "王仙镇",
    description = "要找的名称：汉字、拼音、首字母或代码，前面可以加所在的区划（醴陵市王仙镇）；还没有打字时是空的，就没有结果",
    schema = @Schema(type = "string", maxLength = Typed.MOST_CHARACTERS, pattern = QueryParameters.NO_NUL))
@Parameter(name = "limit", in = ParameterIn.QUERY, example = "10", description = "一页最多几个结果",
    schema = @Schema(type = "integer", minimum = "1", maximum = "" + SearchController.MOST, defaultValue = "" + SearchController.USUAL))
@Parameter(name = "division", in = ParameterIn.QUERY, example = "430281", description = "只要这个区划里的：2、4、6、9 或 12 位区划代码",
    schema = @Schema(type = "string", pattern = "^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12})$"))
@Parameter(name = "class", in = ParameterIn.QUERY, example = "21500", description = "只要这一类的：GB/T 18521 类别代码或它的开头；末尾的 0 代表其下各类",
    schema = @Schema(type = "string", pattern = "^[0-9]{1,5}$"))
@Parameter(name = "bbox", in = ParameterIn.QUERY, example = "113.0,27.0,114.0,28.0", style = ParameterStyle.FORM, explode = Explode.FALSE,
    description = "只要这个范围里的：西,南,东,北（度）。纬度在 -90 至 90 之间，南不能大于北；西大于东时跨 180° 经线",
    array = @ArraySchema(minItems = 4, maxItems = 4, schema = @Schema(type = "number", minimum = "-180", maximum = "180")))
@Parameter(name = "near", in = ParameterIn.QUERY, example = "113.13,27.83", style = ParameterStyle.FORM, explode = Explode.FALSE,
    description = "离这里近的排在前面：经度,纬度（度）。纬度在 -90 至 90 之间。只在同一档（matchedBy 相同）里起作用，和重要程度（0 至 1："
        + "省 0.95、乡镇 0.55、村 0.3、农村居民点 0.18 等）一起算：距离加 10 公里后每翻一番抵 0.2，最多抵 0.8；算下来一样的，近的在前",
    array = @ArraySchema(minItems = 2, maxItems = 2, schema = @Schema(type = "number", minimum = "-180", maximum = "180")))
@Parameter(name = "cursor", in = ParameterIn.QUERY, description = "下一页从哪里起：上一页答复里的 next，其他参数照旧",
    schema = @Schema(type = "string", pattern = "^[A-Za-z0-9_-]{6,1340}$"))
@interface SearchParameters {}
