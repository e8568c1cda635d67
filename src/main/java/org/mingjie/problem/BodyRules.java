package org.mingjie.problem;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.deser.jdk.StringDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;
import tools.jackson.databind.ext.javatime.deser.LocalDateDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.type.LogicalType;

/** Bodies are taken as they are: a number is no text and blanks are no number, and texts are such as can be kept. */
@Component
class BodyRules implements JsonMapperBuilderCustomizer {

  private static final List<LogicalType> NOT_EMPTY = List.of(LogicalType.Integer, LogicalType.Float, LogicalType.Boolean, LogicalType.Collection, LogicalType.DateTime);

  @Override
  public void customize(JsonMapper.Builder builder) {
    builder.addModule(new SimpleModule().addDeserializer(String.class, new Keepable())
            .addDeserializer(LocalDate.class, new Written<>(LocalDateDeserializer.INSTANCE))
            .addDeserializer(OffsetDateTime.class, new Written<>(InstantDeserializer.OFFSET_DATE_TIME)))
        .withCoercionConfig(LogicalType.Textual, text -> List.of(CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean)
            .forEach(shape -> text.setCoercion(shape, CoercionAction.Fail)));
    NOT_EMPTY.forEach(type -> builder.withCoercionConfig(type, value -> value.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail)));
  }

  /** Without the null character and halves of characters, which no database and no page can hold. */
  private static boolean isKeepable(String text) {
    return text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
  }

  private static final class Keepable extends StringDeserializer {

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
      String text = super.deserialize(parser, context);
      if (text != null && !isKeepable(text)) {
        throw context.weirdStringException(text, String.class, "null character or half of a character");
      }
      return text;
    }
  }

  /** Days and moments are written in letters: no number, no list of numbers, and an empty list is not none. */
  private static final class Written<T> extends StdScalarDeserializer<T> {

    private final ValueDeserializer<T> read;

    Written(ValueDeserializer<T> read) {
      super(read.handledType());
      this.read = read;
    }

    @Override
    public LogicalType logicalType() {
      return LogicalType.DateTime;
    }

    @Override
    public @Nullable T deserialize(JsonParser parser, DeserializationContext context) {
      if (!parser.hasToken(JsonToken.VALUE_STRING)) {
        return context.reportInputMismatch(this, "a text is expected");
      }
      return read.deserialize(parser, context);
    }
  }
}
