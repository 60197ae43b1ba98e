{{ loaded_day('card_tap') }}
