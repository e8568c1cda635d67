package org.mingjie.tile;

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

/** What a set and its tiles take, as the API document tells it; {@link TileAsk} reads the same. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Parameter(name = "set", in = ParameterIn.PATH, required = true, example = TileSets.BASE, description = "瓦片集",
    schema = @Schema(type = "string", allowableValues = TileSets.BASE))
@Parameter(name = "layers", in = ParameterIn.QUERY, example = "boundary,place", style = ParameterStyle.FORM, explode = Explode.FALSE,
    description = "要哪些图层，用逗号分开，不给就是全部",
    array = @ArraySchema(minItems = 1, schema = @Schema(type = "string", allowableValues = {"ground", "water", "division", "boundary", "road", "division_label", "place"})))
@Parameter(name = "datetime", in = ParameterIn.QUERY, example = "2015-06-30", description = "哪一天的地图：日子或时刻（RFC 3339），按北京时间的日子算；不给就是今天",
    schema = @Schema(type = "string", pattern = TileParameters.DAY_OR_MOMENT))
@interface TileParameters {

  String DAY_OR_MOMENT = "^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
      + "(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9]))?$";
}
